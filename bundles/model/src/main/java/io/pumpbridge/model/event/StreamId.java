// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

/**
 * One numbered and chained sequence of records.
 *
 * @param gateway the gateway's id
 * @param epoch changes whenever a journal begins anew, so that numbers never repeat within one
 */
public record StreamId(String gateway, String epoch, Lane lane) {}
