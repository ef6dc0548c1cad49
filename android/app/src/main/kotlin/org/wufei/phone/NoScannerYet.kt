package org.wufei.phone

import org.wufei.app.Scanned
import org.wufei.shell.Scanner

/** This build opens no camera and reads no codes, and says so; a card's number is typed. */
object NoScannerYet : Scanner {
    override suspend fun scan(hint: String): Scanned = Scanned.Unavailable("this build reads no codes")
}
