// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Graseby 3000 volumetric pump, written from chapter 12 of its Technical Service Manual
 * (3000/3100 and 500/505, issue of April 2002) and never from our own driver. Not all pages are
 * public: what stands on the others is guessed or left out, and the comment there says so.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.graseby;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
