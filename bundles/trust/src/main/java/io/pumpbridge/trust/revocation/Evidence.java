// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.model.measure.Bytes;
import java.security.cert.X509CRL;
import java.util.List;

/**
 * What has been brought of revocation.
 *
 * @param lists revocation lists, base and delta
 * @param responses OCSP responses, DER
 */
public record Evidence(List<X509CRL> lists, List<Bytes> responses) {
  public static final Evidence NONE = new Evidence(List.of(), List.of());

  public Evidence {
    lists = List.copyOf(lists);
    responses = List.copyOf(responses);
  }
}
