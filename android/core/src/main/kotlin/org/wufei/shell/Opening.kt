package org.wufei.shell

import kotlinx.coroutines.CoroutineScope
import org.wufei.core.InternalException
import org.wufei.core.WufeiConfig
import org.wufei.core.WufeiException

/** What came of opening the core. */
sealed interface Opened {
    class Running(val core: CoreLoop) : Opened

    /** There is no core, so none of its words: [why] is all there is to show. */
    class Failed(val why: NoCore, val cause: Throwable) : Opened
}

/**
 * Why there is no core, in both languages. All other words come from the core; these are the only
 * ones that a shell has of its own, for when the core that owns words cannot be reached.
 */
enum class NoCore(val chinese: String, val english: String) {
    /** The Rust library is missing, or is not the one that this shell was built with. */
    DAMAGED(
        "这次安装的无废不完整。请直接重新安装一次，不要先卸载：没发出去的记录还在手机里。",
        "This installation of Wufei is damaged. Please install it again, without removing it first: what was not sent is still on this phone.",
    ),

    /** The folder or the database in it cannot be opened: no space, or a newer version wrote it. */
    CLOSED(
        "无废打不开手机里的数据。请腾出一些空间、更新到最新版后再打开，不要卸载：没发出去的记录还在手机里。",
        "Wufei cannot open its data on this phone. Please free some space, update to the newest version and open it again, without removing it: what was not sent is still on this phone.",
    ),
}

/**
 * Opens the core with the key that [secrets] keep; see [CoreLoop] for the other arguments. Without a
 * key it opens too, and [report] hears of it. Fails only by its answer.
 */
fun open(
    config: WufeiConfig,
    scope: CoroutineScope,
    abilities: Abilities,
    secrets: SecretStorage,
    report: (Exception) -> Unit,
): Opened = try {
    Opened.Running(CoreLoop(config.copy(seal = secrets.keyOrNull(report)), scope, abilities, report))
} catch (missing: LinkageError) {
    // Also what the binding throws when library and binding do not fit.
    Opened.Failed(NoCore.DAMAGED, missing)
} catch (closed: WufeiException) {
    Opened.Failed(NoCore.CLOSED, closed)
} catch (defect: InternalException) {
    Opened.Failed(NoCore.CLOSED, defect)
}
