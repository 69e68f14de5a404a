//! Names as they occur in a harbour region with many origins, with the languages spoken at home.

/// People who share naming customs and languages.
#[derive(Debug)]
pub struct Origin {
    /// Given names of women and girls.
    pub women: &'static [&'static str],
    /// Given names of men and boys.
    pub men: &'static [&'static str],
    /// Family names.
    pub families: &'static [&'static str],
    /// Language other than English (BCP 47).
    pub language: &'static str,
    /// Share of people who prefer that language.
    pub prefers: f64,
    /// Share of those who need an interpreter.
    pub interpreter: f64,
}

/// Where somebody's family comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// Families that have been here for generations.
    Valley,
    /// Spanish-speaking America.
    LatinAmerica,
    /// African American families.
    GreatMigration,
    /// China and Taiwan.
    China,
    /// Vietnam.
    Vietnam,
    /// The Arabic-speaking countries.
    Arabic,
    /// Somalia.
    Somalia,
    /// Haiti.
    Haiti,
    /// Ukraine and Russia.
    Ukraine,
    /// Portugal, the Azores, Cabo Verde and Brazil.
    Lusophone,
    /// Nepal and Bhutan.
    Nepal,
    /// The Great Lakes of Africa.
    Congo,
    /// Afghanistan.
    Afghanistan,
    /// India.
    India,
    /// Poland.
    Poland,
    /// West Africa.
    WestAfrica,
}

impl From {
    /// Names and languages.
    pub fn origin(self) -> &'static Origin {
        match self {
            Self::Valley => &VALLEY,
            Self::LatinAmerica => &LATIN_AMERICA,
            Self::GreatMigration => &GREAT_MIGRATION,
            Self::China => &CHINA,
            Self::Vietnam => &VIETNAM,
            Self::Arabic => &ARABIC,
            Self::Somalia => &SOMALIA,
            Self::Haiti => &HAITI,
            Self::Ukraine => &UKRAINE,
            Self::Lusophone => &LUSOPHONE,
            Self::Nepal => &NEPAL,
            Self::Congo => &CONGO,
            Self::Afghanistan => &AFGHANISTAN,
            Self::India => &INDIA,
            Self::Poland => &POLAND,
            Self::WestAfrica => &WEST_AFRICA,
        }
    }
}

/// Who lives in the valley, by weight.
pub const REGION: &[(From, u32)] = &[
    (From::Valley, 34),
    (From::LatinAmerica, 18),
    (From::GreatMigration, 14),
    (From::China, 4),
    (From::Vietnam, 4),
    (From::Arabic, 4),
    (From::Somalia, 3),
    (From::Haiti, 4),
    (From::Ukraine, 3),
    (From::Lusophone, 4),
    (From::Nepal, 2),
    (From::India, 3),
    (From::Poland, 3),
    (From::WestAfrica, 3),
];

/// Who arrives through the resettlement program, by weight.
pub const ARRIVALS: &[(From, u32)] = &[
    (From::Afghanistan, 25),
    (From::Congo, 22),
    (From::Somalia, 14),
    (From::Ukraine, 14),
    (From::Arabic, 13),
    (From::Nepal, 7),
    (From::Haiti, 5),
];

static VALLEY: Origin = Origin {
    women: &[
        "Eleanor", "Margaret", "Ruth", "Dorothy", "Carol", "Judith", "Susan", "Linda", "Kathleen", "Diane", "Cheryl",
        "Denise", "Heather", "Amy", "Kristin", "Megan", "Abigail", "Hannah", "Claire", "Molly",
    ],
    men: &[
        "Walter", "Harold", "Raymond", "Gerald", "Roger", "Dennis", "Wayne", "Keith", "Glenn", "Stephen", "Craig",
        "Todd", "Brian", "Kyle", "Ethan", "Owen", "Lucas", "Caleb", "Nathan", "Theodore",
    ],
    families: &[
        "Whitcomb",
        "Hallowell",
        "Brennan",
        "Sutherland",
        "Pruitt",
        "Lindqvist",
        "McAllister",
        "Thayer",
        "Donnelly",
        "Fairbanks",
        "Kessler",
        "Ostrander",
        "Vandermeer",
        "Gallagher",
        "Pickering",
        "Holloway",
        "Sheridan",
        "Becker",
        "Langford",
        "Winslow",
        "Albright",
        "Carmichael",
        "Doyle",
        "Everett",
        "Novak",
        "Rasmussen",
        "Ashworth",
        "Blackwell",
        "Calloway",
        "Dunmore",
        "Ellsworth",
        "Farnham",
        "Goodwin",
        "Hathaway",
        "Ingersoll",
        "Jorgensen",
        "Kirkpatrick",
        "Lockhart",
        "Merriweather",
        "Norcross",
        "Osgood",
    ],
    language: "en",
    prefers: 1.0,
    interpreter: 0.0,
};

static LATIN_AMERICA: Origin = Origin {
    women: &[
        "Rosa",
        "Luz",
        "Carmen",
        "Marisol",
        "Yolanda",
        "Beatriz",
        "Graciela",
        "Altagracia",
        "Ximena",
        "Valeria",
        "Daniela",
        "Camila",
        "Esperanza",
        "Leticia",
    ],
    men: &[
        "Rafael", "Héctor", "Ramón", "Julio", "Ernesto", "Gustavo", "Andrés", "Mateo", "Santiago", "Efraín", "Iván",
        "Joaquín", "Wilfredo", "Nelson",
    ],
    families: &[
        "Santos",
        "Rosario",
        "Figueroa",
        "Maldonado",
        "Quiñones",
        "Alvarado",
        "Cordero",
        "Villanueva",
        "Escobar",
        "Paredes",
        "Bautista",
        "Zamora",
        "Peralta",
        "Montalvo",
        "Ayala",
        "Guerrero",
        "Rivas",
        "Tejada",
        "Cifuentes",
        "Landaverde",
        "Ocampo",
        "Sandoval",
        "Urrutia",
        "Velarde",
    ],
    language: "es",
    prefers: 0.55,
    interpreter: 0.6,
};

static GREAT_MIGRATION: Origin = Origin {
    women: &[
        "Loretta",
        "Gwendolyn",
        "Yvonne",
        "Bernice",
        "Jacqueline",
        "Tamika",
        "Monique",
        "Keisha",
        "Imani",
        "Aaliyah",
        "Renee",
        "Vernell",
        "Alicia",
    ],
    men: &[
        "Clarence", "Otis", "Reginald", "Cedric", "Marcus", "Darnell", "Terrence", "Andre", "Malik", "Isaiah",
        "Jermaine", "Curtis", "Elijah",
    ],
    families: &[
        "Freeman",
        "Gaines",
        "Whitfield",
        "Boykin",
        "Mayfield",
        "Hargrove",
        "Booker",
        "Stallworth",
        "Gadsden",
        "Pettway",
        "Rollins",
        "Dawkins",
        "Broadnax",
        "Singletary",
        "Beasley",
        "Crenshaw",
        "Hightower",
        "Lattimore",
        "Mobley",
        "Ravenell",
        "Strickland",
        "Tolliver",
    ],
    language: "en",
    prefers: 1.0,
    interpreter: 0.0,
};

static CHINA: Origin = Origin {
    women: &["Xiuying", "Li Hua", "Mei-Ling", "Yan", "Qian", "Shu-Fen", "Jing"],
    men: &["Guoqiang", "Wei", "Jianhua", "Ming", "Chih-Hao", "Zhiyong", "Bo"],
    families: &["Chen", "Lin", "Huang", "Zhao", "Wu", "Tsai", "Guo", "Liang", "Feng"],
    language: "zh",
    prefers: 0.65,
    interpreter: 0.7,
};

static VIETNAM: Origin = Origin {
    women: &["Lan", "Thu Hà", "Mai", "Ngọc Anh", "Hồng", "Bích"],
    men: &["Minh", "Tuấn", "Quang", "Văn Hùng", "Khoa", "Đức"],
    families: &["Nguyễn", "Trần", "Phạm", "Lê", "Đặng", "Bùi", "Võ"],
    language: "vi",
    prefers: 0.65,
    interpreter: 0.7,
};

static ARABIC: Origin = Origin {
    women: &["Fatima", "Amal", "Rania", "Layla", "Huda", "Noor", "Samira"],
    men: &["Yousef", "Khalid", "Tariq", "Omar", "Bassam", "Hussein", "Samir"],
    families: &["Haddad", "Al-Masri", "Khoury", "Nasser", "Al-Jabiri", "Mansour", "Aziz", "Barakat"],
    language: "ar",
    prefers: 0.6,
    interpreter: 0.65,
};

static SOMALIA: Origin = Origin {
    women: &["Halima", "Amina", "Hodan", "Sahra", "Ifrah", "Khadra"],
    men: &["Abdirahman", "Mohamud", "Liban", "Yusuf", "Farah", "Guled"],
    families: &["Warsame", "Abdi", "Hersi", "Nur", "Jama", "Farole", "Dirie"],
    language: "so",
    prefers: 0.75,
    interpreter: 0.75,
};

static HAITI: Origin = Origin {
    women: &["Marie-Ange", "Guerline", "Nadège", "Roselène", "Fabiola", "Mirlande"],
    men: &["Jean-Robert", "Wilner", "Frantz", "Emmanuel", "Stevenson", "Gérard"],
    families: &["Baptiste", "Desrosiers", "Toussaint", "Estimé", "Laguerre", "Saint-Fleur", "Cadet"],
    language: "ht",
    prefers: 0.6,
    interpreter: 0.6,
};

static UKRAINE: Origin = Origin {
    women: &["Oksana", "Halyna", "Svitlana", "Iryna", "Daryna", "Lyudmyla"],
    men: &["Mykola", "Bohdan", "Vasyl", "Andriy", "Taras", "Yevhen"],
    families: &["Kovalenko", "Shevchuk", "Bondarenko", "Melnyk", "Tkachenko", "Savchuk", "Lysenko"],
    language: "uk",
    prefers: 0.7,
    interpreter: 0.6,
};

static LUSOPHONE: Origin = Origin {
    women: &["Maria da Luz", "Conceição", "Filomena", "Fernanda", "Graça", "Larissa"],
    men: &["Joaquim", "Manuel", "Adelino", "Tiago", "António", "Edson"],
    families: &["Medeiros", "Furtado", "Pacheco", "Raposo", "Tavares", "Monteiro", "Correia", "Amaral"],
    language: "pt",
    prefers: 0.5,
    interpreter: 0.5,
};

static NEPAL: Origin = Origin {
    women: &["Sunita", "Devi Maya", "Anjali", "Bimala", "Pabitra"],
    men: &["Bhim", "Dil Bahadur", "Suraj", "Hari", "Purna"],
    families: &["Gurung", "Tamang", "Rai", "Subedi", "Adhikari", "Magar"],
    language: "ne",
    prefers: 0.75,
    interpreter: 0.7,
};

static CONGO: Origin = Origin {
    women: &["Furaha", "Espérance", "Neema", "Solange", "Riziki", "Chantal"],
    men: &["Innocent", "Bahati", "Dieudonné", "Pascal", "Amani", "Faustin"],
    families: &["Mukendi", "Kabongo", "Bisimwa", "Nyirahabimana", "Mushagalusa", "Ilunga", "Byamungu"],
    language: "sw",
    prefers: 0.9,
    interpreter: 0.85,
};

static AFGHANISTAN: Origin = Origin {
    women: &["Zahra", "Parwana", "Shabnam", "Fereshta", "Nilofar", "Gulalai"],
    men: &["Najibullah", "Ahmad Zia", "Farid", "Mirwais", "Hamid", "Esmatullah"],
    families: &["Rahimi", "Nazari", "Ahmadzai", "Karimi", "Sediqi", "Hotak", "Popal"],
    language: "fa",
    prefers: 0.9,
    interpreter: 0.8,
};

static INDIA: Origin = Origin {
    women: &["Lakshmi", "Kavita", "Meera", "Harpreet", "Sunanda"],
    men: &["Rajesh", "Gurpreet", "Suresh", "Anil", "Vikram"],
    families: &["Patel", "Iyer", "Sandhu", "Deshmukh", "Banerjee", "Reddy"],
    language: "hi",
    prefers: 0.3,
    interpreter: 0.4,
};

static POLAND: Origin = Origin {
    women: &["Halina", "Bożena", "Krystyna", "Agnieszka", "Jadwiga"],
    men: &["Zbigniew", "Kazimierz", "Stanisław", "Marek", "Tomasz"],
    families: &["Wójcik", "Kamiński", "Zielinski", "Dombrowski", "Pawlak", "Sikora"],
    language: "pl",
    prefers: 0.35,
    interpreter: 0.4,
};

static WEST_AFRICA: Origin = Origin {
    women: &["Abena", "Ngozi", "Aminata", "Folake", "Mariama"],
    men: &["Kwame", "Chinedu", "Ousmane", "Babatunde", "Sekou"],
    families: &["Mensah", "Okonkwo", "Diallo", "Adeyemi", "Conteh", "Boateng"],
    language: "en",
    prefers: 1.0,
    interpreter: 0.0,
};
