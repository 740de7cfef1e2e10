// SPDX-License-Identifier: Apache-2.0
/** What a bad line does to good bytes, reproducibly. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.fault;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
