// SPDX-License-Identifier: Apache-2.0
/** How every family looks for a pump that does not answer. */
@NullMarked
package io.pumpbridge.drivers.search;

import org.jspecify.annotations.NullMarked;
