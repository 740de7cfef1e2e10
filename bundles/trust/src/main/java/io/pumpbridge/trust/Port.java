// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

/**
 * One part of trust as others meet it.
 *
 * @param type the port
 * @param part what is behind it
 */
record Port<T>(Class<T> type, T part) {}
