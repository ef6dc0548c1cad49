package org.wufei.ui.point

import androidx.compose.foundation.layout.Column
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import org.wufei.app.LineRow
import org.wufei.app.LogRow
import org.wufei.ui.control.EndColumn
import org.wufei.ui.control.Ends
import org.wufei.ui.control.Press
import org.wufei.ui.control.Small
import org.wufei.ui.control.Weight
import org.wufei.ui.look.Look
import org.wufei.ui.look.Signs

/** A line as it was entered; it can be taken out where [remove] is given. */
@Composable
fun Line(row: LineRow, remove: (() -> Unit)? = null) = Ends {
    Column {
        Text(row.material, style = Look.strong)
        Text(row.net)
        Small(row.detail)
    }
    EndColumn {
        Text(row.points, style = Look.strong)
        remove?.let { Press(row.removeLabel, weight = Weight.PLAIN, sign = Signs.close, onPress = it) }
    }
}

/** A drop-off as it was logged; it can be mended where the core says so and [mend] is given. */
@Composable
fun Logged(row: LogRow, mend: (() -> Unit)? = null) = Ends {
    Column {
        Text(row.household, style = Look.strong)
        Small(row.moment)
        Text(row.lines)
        Small(row.stateWord)
    }
    EndColumn {
        Text(row.points, style = Look.strong)
        val label = row.mendLabel
        if (label != null && mend != null) Press(label, onPress = mend)
    }
}
