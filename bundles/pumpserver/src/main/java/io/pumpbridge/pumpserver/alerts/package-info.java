// SPDX-License-Identifier: Apache-2.0
/**
 * Which alarms and advisories stand, and of which nobody knows: from the records that gateways
 * sent. Pure.
 */
@NullMarked
package io.pumpbridge.pumpserver.alerts;

import org.jspecify.annotations.NullMarked;
