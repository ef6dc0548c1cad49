//! Whom the device trusts: the public roots, and a city's own authority if one is configured.
//!
//! Neither the platform's verifier nor its store is used: on Android they need wiring of their own.

use std::{error::Error, io, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use crate::OpenError;

/// The TLS configuration.
///
/// # Errors
/// [`OpenError::Root`] when the extra text holds no certificate or one that cannot be read.
pub(super) fn config(extra_root_pem: Option<&str>) -> Result<ClientConfig, OpenError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = extra_root_pem {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|error| OpenError::Root(error.to_string()))?;
            roots.add(certificate).map_err(|error| OpenError::Root(error.to_string()))?;
        }
        if roots.len() == before {
            return Err(OpenError::Root("no certificate in it".to_owned()));
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| OpenError::Net(error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Whether a certificate was refused for its dates alone: mostly the phone's clock is wrong.
pub(super) fn dates_do_not_fit(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(at) = cause {
        if let Some(rustls::Error::InvalidCertificate(why)) = at.downcast_ref() {
            return matches!(
                why,
                CertificateError::Expired
                    | CertificateError::ExpiredContext { .. }
                    | CertificateError::NotValidYet
                    | CertificateError::NotValidYetContext { .. }
            );
        }
        // An I/O error's source is that of what it was made from, which only `get_ref` gives.
        let within = at.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = within.map(|within| within as &(dyn Error + 'static)).or_else(|| at.source());
    }
    false
}
