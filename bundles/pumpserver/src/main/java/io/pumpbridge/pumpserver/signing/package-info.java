// SPDX-License-Identifier: Apache-2.0
/** CMS signatures by one or more people or systems over what a gateway is sent. */
@NullMarked
package io.pumpbridge.pumpserver.signing;

import org.jspecify.annotations.NullMarked;
