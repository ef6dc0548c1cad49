/// Where the phone is, once, when the person asked for it.
import Core
import CoreLocation

/// Asks for permission the first time. The system says why with the text of InfoPlist.strings; the
/// core's reason stands beside the button. A position that does not come ends as an error of the
/// system's own, in some seconds.
@MainActor
final class SystemLocator: NSObject, Locator {
    private let manager = CLLocationManager()
    private let pending = Pending<UUID, Located>()

    override init() {
        super.init()
        manager.delegate = self
        manager.desiredAccuracy = kCLLocationAccuracyHundredMeters
    }

    func locate(reason: String) async throws -> Located {
        await pending.answer(for: UUID()) { proceed(manager.authorizationStatus) }
    }

    private func proceed(_ status: CLAuthorizationStatus) {
        switch status {
        case .notDetermined: manager.requestWhenInUseAuthorization()
        case .denied, .restricted: pending.finishAll(with: .denied)
        default: manager.requestLocation()
        }
    }

    private func answered(_ status: CLAuthorizationStatus) {
        guard status != .notDetermined, pending.isAwaited else { return }
        proceed(status)
    }
}

extension SystemLocator: CLLocationManagerDelegate {
    nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        let status = manager.authorizationStatus
        Task { @MainActor in answered(status) }
    }

    nonisolated func locationManager(
        _ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]
    ) {
        guard let place = locations.last?.coordinate else { return }
        let located = Located(latitude: place.latitude, longitude: place.longitude)
        Task { @MainActor in pending.finishAll(with: located) }
    }

    nonisolated func locationManager(
        _ manager: CLLocationManager, didFailWithError error: any Error
    ) {
        let denied = (error as? CLError)?.code == .denied
        let located: Located = denied ? .denied : .unavailable(why: "\(error)")
        Task { @MainActor in pending.finishAll(with: located) }
    }
}
