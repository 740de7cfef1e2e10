// SPDX-License-Identifier: Apache-2.0
/**
 * What a technician or a pump server is told of trust as a whole: who this gateway is, whom it
 * trusts and until when. {@code TrustReport} and its sections are pure and told the time; {@code
 * Overview} gathers what they need, and puts what cannot be read into words instead of failing.
 */
@NullMarked
package io.pumpbridge.trust.overview;

import org.jspecify.annotations.NullMarked;
