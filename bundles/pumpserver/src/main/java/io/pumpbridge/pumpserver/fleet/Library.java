// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

/**
 * A library as gateways name it.
 *
 * @param sha256 of its content
 */
public record Library(long version, String sha256) {}
