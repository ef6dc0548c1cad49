package org.wufei.phone

import android.Manifest.permission.ACCESS_COARSE_LOCATION
import android.annotation.SuppressLint
import android.content.Context
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Looper
import kotlin.coroutines.resume
import kotlin.math.roundToInt
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull
import org.wufei.app.Located
import org.wufei.shell.Locator

/** The phone's own position without Google's services: what is known already, else one fix. WGS-84. */
class PhoneLocator(private val context: Context, private val permission: PermissionDialog) : Locator {
    private val manager get() = context.getSystemService(LocationManager::class.java)

    override suspend fun locate(reason: String): Located {
        if (!permission.granted(ACCESS_COARSE_LOCATION)) return Located.Denied
        val provider = PROVIDERS.firstOrNull { it in manager.allProviders && manager.isProviderEnabled(it) }
            ?: return Located.Unavailable("location is switched off")
        val place = known() ?: withTimeoutOrNull(FIX_MS_MAX) { fix(provider) }
            ?: return Located.Unavailable("no fix in time")
        return Located.At(microdegrees(place.latitude), microdegrees(place.longitude))
    }

    /** Granted above; an approximate position does for sorting by distance. */
    @SuppressLint("MissingPermission")
    private fun known(): Location? = PROVIDERS.filter { it in manager.allProviders }
        .mapNotNull { manager.getLastKnownLocation(it) }
        .maxByOrNull { it.elapsedRealtimeNanos }

    /** The newer call for one fix is missing on Android 8. */
    @SuppressLint("MissingPermission")
    private suspend fun fix(provider: String): Location = suspendCancellableCoroutine { waiting ->
        lateinit var listener: LocationListener
        listener = LocationListener { place ->
            manager.removeUpdates(listener)
            if (waiting.isActive) waiting.resume(place)
        }
        waiting.invokeOnCancellation { manager.removeUpdates(listener) }
        manager.requestLocationUpdates(provider, 0L, 0f, listener, Looper.getMainLooper())
    }

    private fun microdegrees(degrees: Double): Int = (degrees * 1_000_000).roundToInt()

    private companion object {
        /** 20 s: a cold start of GPS outdoors takes about that. */
        const val FIX_MS_MAX = 20_000L
        val PROVIDERS = listOf(LocationManager.NETWORK_PROVIDER, LocationManager.GPS_PROVIDER)
    }
}
