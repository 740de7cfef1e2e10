// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What of ours runs here.
 *
 * @param version what the birth names as ours
 * @param bundles versions by name
 */
public record Software(String version, Supplier<Map<String, String>> bundles) {}
