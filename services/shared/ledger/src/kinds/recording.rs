//! The day of recording, which the ledger stamps on fields that say so (`SOURCE_RECORDING`).

use chassis::{FieldFault, Refusal};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use proto::ledger::v1::Reason;
use sea_orm::Value;

use super::{Checked, Field, Given, KindInfo, row_to_wire};

/// China has had no other time since 1992.
const HOURS_EAST: i8 = 8;

/// The day in China of a moment in milliseconds since 1970.
pub fn day_of(milliseconds: i64) -> Date {
    let moment = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::constant(HOURS_EAST).to_datetime(moment).date()
}

/// The day it is in China.
pub fn today() -> Date {
    day_of(Timestamp::now().as_millisecond())
}

impl KindInfo {
    /// Whether the ledger stamps a day of recording on records of the kind.
    pub(crate) fn is_stamped(&self) -> bool {
        self.fields.iter().any(|field| field.given == Given::ByRecording)
    }

    /// Stamps a record that is recorded on a day. What was stamped before stays; only where the
    /// record `states` its days, as an import does, one of its own up to that day is taken.
    ///
    /// # Errors
    /// `DATE_ORDER` for a day after that of recording; what refuses the record with its new days.
    pub(crate) fn stamp(
        &self,
        record: &mut Checked,
        before: Option<&[Value]>,
        day: Date,
        states: bool,
    ) -> Result<(), Refusal> {
        let today = day.to_string();
        let mut row = record.row.clone();
        let stamped = self.fields.iter().enumerate();
        for (index, field) in stamped.filter(|(_, field)| field.given == Given::ByRecording) {
            let said = text(&row[index]).to_owned();
            if states && said > today {
                return Err(ahead(self, field, &said, &today));
            }
            let kept = before.and_then(|row| row.get(index)).map_or("", text);
            let value = match (states && !said.is_empty(), kept) {
                (true, _) => said,
                (false, "") => today.clone(),
                (false, kept) => kept.to_owned(),
            };
            row[index] = Value::String(Some(value));
        }
        if row == record.row {
            return Ok(());
        }
        // Rules count from these days.
        let accepted = self.accept(&row_to_wire(self, &row));
        let accepted = accepted.map_err(|refusal| crate::books::below(refusal, &self.table))?;
        *record = accepted;
        Ok(())
    }
}

fn text(value: &Value) -> &str {
    match value {
        Value::String(Some(text)) => text,
        _ => "",
    }
}

fn ahead(kind: &KindInfo, field: &Field, said: &str, today: &str) -> Refusal {
    let fault = FieldFault::new(
        &field.name,
        Reason::DateOrder,
        format!("{said} is after {today}, the day of recording"),
        format!("“{}” {said} 晚于录入当日 {today}", field.label),
    );
    Refusal::record(vec![fault.below(&kind.table)])
}
