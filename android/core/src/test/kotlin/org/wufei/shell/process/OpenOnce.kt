package org.wufei.shell.process

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import org.wufei.core.WufeiConfig
import org.wufei.shell.NoAbilities
import org.wufei.shell.NoSecretStorage
import org.wufei.shell.Opened
import org.wufei.shell.Unsealed
import org.wufei.shell.open

/** Opens the core on a folder once and says what came of it; for a process with or without the library. */
object OpenOnce {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val config = WufeiConfig(arguments[0], "", arguments[1], null, null)
        when (val opened = open(config, CoroutineScope(Dispatchers.Default), NoAbilities, NoSecretStorage) { check(it is Unsealed) { it } }) {
            is Opened.Running -> opened.core.use { println("running") }
            is Opened.Failed -> println("${opened.why} ${opened.why.chinese} ${opened.why.english}")
        }
    }
}
