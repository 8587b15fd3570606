//! What the kernel refused.
use core::fmt;

/// A Linux error number, as every mechanism answers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Error(i32);

/// What an operation gives.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// The bytes are no text.
    pub const ILLEGAL_SEQUENCE: Error = Error(84);

    /// The result of a runtime function: a value, or a negative number.
    pub fn check(result: i64) -> Result<u64> {
        if result < 0 {
            Err(Error((-result) as i32))
        } else {
            Ok(result as u64)
        }
    }

    /// An error by its number.
    pub const fn of(number: i32) -> Error {
        Error(number)
    }

    /// The number, positive.
    pub fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let known = match self.0 {
            2 => "no such file (ENOENT)",
            9 => "no such handle (EBADF)",
            13 => "a right is missing (EACCES)",
            14 => "not the caller's memory (EFAULT)",
            22 => "not for this operation (EINVAL)",
            38 => "not over this mechanism (ENOSYS)",
            84 => "not UTF-8 (EILSEQ)",
            116 => "revoked or expired (ESTALE)",
            number => return write!(to, "error {number}"),
        };
        to.write_str(known)
    }
}
