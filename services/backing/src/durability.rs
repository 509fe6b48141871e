/// Whether what a server has confirmed must outlive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Every confirmed write is on disk.
    #[default]
    Full,
    /// Nothing is forced to disk. Only for data that a test throws away.
    ThrowAway,
}
