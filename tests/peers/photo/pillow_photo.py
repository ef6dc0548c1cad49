"""Pillow: `pillow_photo.py PICTURE FOLDER TIMES` makes an upright JPEG of at most 1,600 pixels a side as
often, synced to the disk, and tells milliseconds, bytes and memory as JSON."""

import io
import json
import os
import resource
import sys
import time

from PIL import Image, ImageOps


def main():
    picture, folder, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    ms, size = [], 0
    for number in range(times):
        began = time.perf_counter()
        with Image.open(picture) as image:
            # Asks the decoder for a smaller picture by itself.
            image.thumbnail((1600, 1600))
            upright = ImageOps.exif_transpose(image)
        made = io.BytesIO()
        upright.save(made, "JPEG", quality=82)
        with open(os.path.join(folder, f"{number}.jpg"), "wb") as file:
            file.write(made.getvalue())
            file.flush()
            os.fsync(file.fileno())
        ms.append((time.perf_counter() - began) * 1000)
        size = made.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"ms": ms, "bytes": size, "peak": peak}))


main()
