// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;

/** Makes a verifier for the key of a certificate; whoever is strict makes none for weak ones. */
public interface Verifiers {
  ContentVerifierProvider of(X509CertificateHolder signer) throws OperatorCreationException;
}
