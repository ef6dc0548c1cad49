package org.wufei.phone

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color

/** The colour that the screen has most of, as it is drawn. */
fun groundOf(activity: Activity): Int {
    val window = activity.window.decorView
    val picture = Bitmap.createBitmap(window.width, window.height, Bitmap.Config.ARGB_8888)
    activity.runOnUiThread { window.draw(Canvas(picture)) }
    val pixels = IntArray(picture.width * picture.height)
    picture.getPixels(pixels, 0, picture.width, 0, 0, picture.width, picture.height)
    return pixels.toList().groupingBy { it }.eachCount().maxBy { it.value }.key
}

/** 0 to 255. */
fun brightness(colour: Int): Int = (Color.red(colour) + Color.green(colour) + Color.blue(colour)) / 3
