// SPDX-License-Identifier: Apache-2.0
/** Device profiles: what is particular to a pump family, as tables, strictly read. */
@NullMarked
package io.pumpbridge.drivers.profile;

import org.jspecify.annotations.NullMarked;
