//! An authority of the tests' own, and the pairs it signs.

use std::{fs, path::Path};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::CertificateDer;
use wufei_server::certificate::CertificateFiles;

/// A day: year, month, day.
pub type Day = (i32, u8, u8);

/// Long ago and far away: what lies between them is valid.
pub const ALWAYS: (Day, Day) = ((2020, 1, 1), (2100, 1, 1));

/// Over for long.
pub const OVER: (Day, Day) = ((2020, 1, 1), (2021, 3, 4));

/// Signs certificates.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub root: CertificateDer<'static>,
}

/// A certificate with its key.
pub struct Made {
    pub chain: String,
    pub key: String,
    pub der: CertificateDer<'static>,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().clone();
        Self { issuer: Issuer::new(params, key), root }
    }

    /// A pair for `localhost`, valid from the first moment of a day to that of another, in UTC.
    pub fn pair(&self, (from, until): (Day, Day)) -> Made {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(from.0, from.1, from.2);
        params.not_after = date_time_ymd(until.0, until.1, until.2);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let der = certificate.der().clone();
        Made { chain: certificate.pem(), key: key.serialize_pem(), der }
    }
}

impl Made {
    /// Writes both files into a folder, over what is there.
    pub fn put(&self, folder: &Path) -> CertificateFiles {
        let files = CertificateFiles { chain: folder.join("c.pem"), key: folder.join("k.pem") };
        fs::write(&files.chain, &self.chain).unwrap();
        fs::write(&files.key, &self.key).unwrap();
        #[cfg(unix)]
        set_mode(&files.key, 0o600);
        files
    }
}

#[cfg(unix)]
pub fn set_mode(file: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}
