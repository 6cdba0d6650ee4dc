//! What has become of a screen: shown on a panel, or why it is not.

use super::geometry::Size;

/// Why nothing is shown; tried again each second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no graphics card with outputs, or not the one that was named.
    NoCard,
    NoPermission,
    /// No output has the name that was asked for.
    NoConnector,
    Unplugged,
    /// Another program shows something.
    NoMaster,
    /// The driver does not take this format or size.
    Refused,
    Failed,
}

impl Trouble {
    pub fn name(self) -> &'static str {
        match self {
            Self::NoCard => "no-card",
            Self::NoPermission => "no-permission",
            Self::NoConnector => "no-connector",
            Self::Unplugged => "unplugged",
            Self::NoMaster => "no-master",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub trouble: Option<Trouble>,
    /// Path of the card's device file; empty where none was found.
    pub card: String,
    /// The output in use, or that was asked for.
    pub connector: String,
    /// The outputs that there are.
    pub connectors: Vec<String>,
    /// Of the panel.
    pub panel: Option<Size>,
    /// A pixel's, of the panel's memory.
    pub bits: u32,
    /// The system's number for what went wrong, or 0.
    pub error: i32,
}

impl Status {
    pub fn troubled(mut self, trouble: Trouble, error: i32) -> Self {
        self.trouble = Some(trouble);
        self.error = error;
        self
    }

    pub fn is_shown(&self) -> bool {
        self.trouble.is_none() && self.panel.is_some()
    }
}
