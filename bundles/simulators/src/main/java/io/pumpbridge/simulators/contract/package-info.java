// SPDX-License-Identifier: Apache-2.0
/** Tests that every provider of a port has to pass; extend them and say how to make one. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.contract;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
