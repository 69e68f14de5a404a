//! Strain of caregivers (I-15), skeletons: Modified Caregiver Strain Index and Zarit Burden Interview.

use super::make::{bands, blank, sum, unworded};
use super::{Instrument, Item, Licence};

/// No cut-off: the trend is what counts.
pub(super) fn mcsi() -> Instrument {
    let items = skeleton(13, &[0, 1, 2]);
    Instrument {
        code: "mcsi",
        title: "Modified Caregiver Strain Index",
        parts: sum(&items),
        items,
        licence: Licence::Skeleton,
        notice: "Used by permission of the authors. Only numbers and scoring are shipped; a site with permission adds the wording.",
        source: "Thornton M, Travis SS. Analysis of the reliability of the Modified Caregiver Strain Index. J Gerontol B 2003;58:S127-S132",
        ..blank()
    }
}

const ZARIT: &str = "Mapi Research Trust is the exclusive licensor, electronic versions included. Only numbers and scoring are shipped; a licensed site adds the wording.";

pub(super) fn zbi() -> Instrument {
    let items = skeleton(22, &[0, 1, 2, 3, 4]);
    Instrument {
        code: "zbi",
        title: "Zarit Burden Interview",
        parts: sum(&items),
        items,
        bands: bands(
            88,
            &[(0, "little or none"), (21, "mild to moderate"), (41, "moderate to severe"), (61, "severe")],
        ),
        licence: Licence::Skeleton,
        notice: ZARIT,
        source: "Zarit SH, Reever KE, Bach-Peterson J. Relatives of the impaired elderly. Gerontologist 1980;20:649-655",
        ..blank()
    }
}

pub(super) fn zbi_12() -> Instrument {
    let items = skeleton(12, &[0, 1, 2, 3, 4]);
    Instrument {
        code: "zbi-12",
        title: "Zarit Burden Interview, 12 items",
        parts: sum(&items),
        items,
        licence: Licence::Skeleton,
        notice: ZARIT,
        source: "Bedard M, Molloy DW, Squire L, et al. The Zarit Burden Interview: a new short version. Gerontologist 2001;41:652-657",
        ..blank()
    }
}

fn skeleton(items: u8, values: &[i64]) -> Vec<Item> {
    (1..=items).map(|number| unworded(number, values)).collect()
}
