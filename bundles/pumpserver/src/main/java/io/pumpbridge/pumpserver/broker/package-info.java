// SPDX-License-Identifier: Apache-2.0
/**
 * An embedded MQTT broker on the loopback interface that knows its clients by certificate only, and
 * lets each do no more than it must.
 */
@NullMarked
package io.pumpbridge.pumpserver.broker;

import org.jspecify.annotations.NullMarked;
