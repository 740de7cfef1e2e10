// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

/** Where a device says it is; read so that nothing breaks, never sent. */
public record KuraPosition(double latitude, double longitude) {}
