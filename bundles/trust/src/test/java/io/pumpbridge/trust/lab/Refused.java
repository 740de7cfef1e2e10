// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused, for that reason, in a sentence. */
public final class Refused {
  private Refused() {}

  public static TrustException with(Refusal reason, ThrowingCallable attempt) {
    TrustException refused = catchThrowableOfType(TrustException.class, attempt);
    assertThat(refused).as("expected %s", reason).isNotNull();
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(reason.code());
    assertThat(refused.getMessage()).endsWith(".");
    return refused;
  }
}
