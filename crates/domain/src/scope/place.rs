//! The state a person is in, as addresses write it.

/// Names of the states, the district and the inhabited territories with their postal codes. Source: USPS Publication 28, appendix B.
#[rustfmt::skip]
const STATES: &[(&str, &str)] = &[
    ("alabama", "AL"), ("alaska", "AK"), ("american samoa", "AS"), ("arizona", "AZ"), ("arkansas", "AR"), ("california", "CA"),
    ("colorado", "CO"), ("connecticut", "CT"), ("delaware", "DE"), ("district of columbia", "DC"), ("florida", "FL"),
    ("georgia", "GA"), ("guam", "GU"), ("hawaii", "HI"), ("idaho", "ID"), ("illinois", "IL"), ("indiana", "IN"), ("iowa", "IA"),
    ("kansas", "KS"), ("kentucky", "KY"), ("louisiana", "LA"), ("maine", "ME"), ("maryland", "MD"), ("massachusetts", "MA"),
    ("michigan", "MI"), ("minnesota", "MN"), ("mississippi", "MS"), ("missouri", "MO"), ("montana", "MT"), ("nebraska", "NE"),
    ("nevada", "NV"), ("new hampshire", "NH"), ("new jersey", "NJ"), ("new mexico", "NM"), ("new york", "NY"),
    ("north carolina", "NC"), ("north dakota", "ND"), ("northern mariana islands", "MP"), ("ohio", "OH"), ("oklahoma", "OK"),
    ("oregon", "OR"), ("pennsylvania", "PA"), ("puerto rico", "PR"), ("rhode island", "RI"), ("south carolina", "SC"),
    ("south dakota", "SD"), ("tennessee", "TN"), ("texas", "TX"), ("utah", "UT"), ("vermont", "VT"), ("virgin islands", "VI"),
    ("virginia", "VA"), ("washington", "WA"), ("west virginia", "WV"), ("wisconsin", "WI"), ("wyoming", "WY"),
];

/// The postal code of a state that is written as a code or as a name; none for anything else.
pub fn state_code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let is_it = |(name, code): &&(&str, &str)| code.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text);
    STATES.iter().find(is_it).map(|(_, code)| *code)
}
