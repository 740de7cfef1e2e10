// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated rack of B. Braun Space pumps behind a ComDevice that speaks BCC, written from the
 * vendor's Technical Interface Specification BCC (I0022_000030, version 4.0) and never from our own
 * driver. Section numbers in comments are of that document.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.bcc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
