// SPDX-License-Identifier: Apache-2.0
/**
 * What this gateway knows of other people's certificates, and from where: lists that people have
 * put beside the anchors, lists that the pump server passed on, and what servers staple. How it is
 * judged is in {@code revocation}.
 *
 * <p>Nothing is fetched: a gateway speaks to the servers it is configured for and to nobody else.
 * Whoever passes a list on cannot change it, since its issuer signed it; he can only keep it back,
 * and then what is known grows stale and everything of that issuer is refused.
 */
@NullMarked
package io.pumpbridge.trust.status;

import org.jspecify.annotations.NullMarked;
