//! The question that decides most.

use std::cmp::Ordering;

use super::score::{Context, totals, undecided};
use super::sheet::{Sheet, Slot};
use super::{AskIf, Item};

/// What the answers to a question would leave.
struct Outlook {
    /// How many of its answers leave the decision open.
    open: usize,
    /// How many answers there are.
    of: usize,
    /// Width of the bounds in the worst case.
    width: i64,
}

/// Number of the item to ask next, as text. [`super::Score::next_question`] says which one that is.
pub(super) fn next_question(sheet: &Sheet, context: &Context) -> Option<String> {
    let items = || sheet.instrument.items.iter().filter(|item| sheet.slot(item.number) == Slot::Open);
    let scored = items().filter(|item| item.scored).map(|item| (item, outlook(sheet, context, item)));
    let best = scored.min_by(|(_, a), (_, b)| compare(a, b)).map(|(item, _)| item);
    let next = best.or_else(|| items().find(|item| called_for(sheet, item)));
    next.map(|item| item.number.to_string())
}

fn compare(a: &Outlook, b: &Outlook) -> Ordering {
    // Shares are compared as fractions: a.open / a.of with b.open / b.of.
    (a.open * b.of).cmp(&(b.open * a.of)).then(a.width.cmp(&b.width))
}

fn outlook(sheet: &Sheet, context: &Context, item: &Item) -> Outlook {
    let mut outlook = Outlook { open: 0, of: 0, width: 0 };
    for value in answers(item).into_iter().filter(|value| sheet.allows(item, *value)) {
        let then = sheet.with(item, value);
        let totals = totals(&then, context);
        outlook.open += usize::from(undecided(&then, totals, context));
        outlook.of += 1;
        outlook.width = outlook.width.max(totals.max() - totals.min());
    }
    outlook
}

/// The answers to choose from without a refusal, or the first number of each step.
fn answers(item: &Item) -> Vec<i64> {
    match &item.range {
        Some(range) => range.steps.iter().map(|step| step.from).collect(),
        None => item.options.iter().filter(|choice| !choice.refused).map(|choice| choice.value).collect(),
    }
}

/// True for an unscored item that the answers so far lead to.
fn called_for(sheet: &Sheet, item: &Item) -> bool {
    match item.ask_if {
        Some(AskIf::Answer { .. } | AskIf::PointsOf { .. }) => true,
        Some(AskIf::AnyPoints) => sheet.scored().any(|slot| matches!(slot, Slot::Points(1..))),
        None => false,
    }
}
