//! Questions that need the server now: enrolment, which turfs there are, taking one.

use std::sync::Arc;

use wufei_api::{
    enrol::{EnrolRequest, EnrolResponse},
    routes,
    turfs::{LeaseRequest, LeaseResponse, LeaseState, TurfsResponse},
};
use wufei_app::effect::{
    net::{Enrol, Lease, ListTurfs, Offer, TakeTurf},
    store::Identity,
};
use wufei_domain::{refusal::Refusal, time::UnixMs};

use super::Http;
use crate::{
    lane::Answer,
    store::{Store, turf_place},
};

/// The worker of the net lane.
pub(crate) struct Net {
    store: Store,
    http: Arc<Http>,
}

impl Net {
    pub fn new(store: Store, http: Arc<Http>) -> Self {
        Self { store, http }
    }
}

impl Answer<Enrol> for Net {
    /// The server gives the token once, so it is on disk before anybody hears of it.
    fn answer(&mut self, operation: &Enrol) -> Result<Identity, Refusal> {
        let request = EnrolRequest { code: operation.code.clone(), device: self.store.device()? };
        let response: EnrolResponse = self.http.post(routes::ENROL, &request, None)?;
        self.store.enrol(&response)
    }
}

impl Answer<ListTurfs> for Net {
    fn answer(&mut self, _: &ListTurfs) -> Result<Vec<Offer>, Refusal> {
        let token = self.store.token()?;
        let response: TurfsResponse = self.http.get(routes::TURFS, &(), &token)?;
        let mut offers = Vec::with_capacity(response.turfs.len());
        for offer in response.turfs {
            let visited = self.store.visited(offer.turf.id)?;
            let lease = match offer.state {
                LeaseState::Free => Lease::Free,
                LeaseState::Mine { until } => Lease::Mine { until },
                LeaseState::Taken { until } => Lease::Taken { until },
            };
            offers.push(Offer { turf: turf_place(offer.turf, visited), lease });
        }
        Ok(offers)
    }
}

impl Answer<TakeTurf> for Net {
    fn answer(&mut self, operation: &TakeTurf) -> Result<UnixMs, Refusal> {
        let token = self.store.token()?;
        let request = LeaseRequest { turf: operation.turf };
        let response: LeaseResponse = self.http.post(routes::LEASE, &request, Some(&token))?;
        self.store.follow(response.scope)?;
        Ok(response.until)
    }
}
