//! Clocks as JSON.

use super::*;

fn read(json: &str) -> Result<Clock, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn a_clock_stored_before_windows_existed_still_reads_and_is_written_the_same() {
    let json = r#"{"kind":"calendar_days","amount":7,"include_day0":false}"#;
    let clock = read(json).unwrap();
    assert_eq!(clock, Clock::calendar_days(7).without_day0());
    assert_eq!(serde_json::to_string(&clock).unwrap(), json);
}

#[test]
fn a_direction_a_roll_and_a_window_are_read() {
    let json = r#"{"kind":"calendar_months","amount":12,"direction":"back","roll":"forward","include_day0":true}"#;
    let span = Span::CalendarMonths(12, Roll::Forward);
    assert_eq!(read(json).unwrap(), Clock { span, direction: Direction::Back, include_day0: true });
    assert_eq!(read(r#"{"kind":"window","from":-30,"to":7,"include_day0":true}"#).unwrap(), Clock::window(-30, 7));
}

#[test]
fn a_window_may_be_a_single_day_and_rolls_nowhere() {
    assert_eq!(read(r#"{"kind":"window","from":5,"to":5,"include_day0":true}"#).unwrap(), Clock::window(5, 5));
    let rolled = |roll| read(&format!(r#"{{"kind":"window","from":1,"to":6,"roll":"{roll}","include_day0":true}}"#));
    assert_eq!(rolled("none").unwrap(), Clock::window(1, 6));
    assert!(rolled("back").is_err() && rolled("forward").is_err());
}

#[test]
fn a_clock_that_contradicts_itself_is_refused() {
    for json in [
        r#"{"kind":"window","amount":7,"include_day0":true}"#,
        r#"{"kind":"window","from":7,"to":6,"include_day0":true}"#,
        r#"{"kind":"window","from":1,"to":6,"direction":"back","include_day0":true}"#,
        r#"{"kind":"calendar_days","include_day0":true}"#,
        r#"{"kind":"calendar_days","amount":7,"to":9,"include_day0":true}"#,
        r#"{"kind":"elapsed_hours","amount":7,"roll":"back","include_day0":true}"#,
        r#"{"kind":"calendar_days","amount":7,"include_day0":true,"pause":true}"#,
        r#"{"kind":"calendar_days","amount":-7,"include_day0":true}"#,
    ] {
        assert!(read(json).is_err(), "{json}");
    }
}
