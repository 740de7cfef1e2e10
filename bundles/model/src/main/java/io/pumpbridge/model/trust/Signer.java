// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

/**
 * Who signed, once verified.
 *
 * @param subject the certificate's subject, RFC 2253
 */
public record Signer(SignerRole role, String subject) {}
