// SPDX-License-Identifier: Apache-2.0
/** The connection to a broker as a port, and Paho behind it on a short leash. */
@NullMarked
package io.pumpbridge.uplink.mqtt;

import org.jspecify.annotations.NullMarked;
