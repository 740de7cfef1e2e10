// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a hospital trusts, to be signed; good in all respects until something is asked otherwise.
 */
public final class SiteStatement {
  public static final String HOSPITAL = "St. Example";

  private final Fields.Builder fields = Fields.builder();
  private final List<Fields> server = new ArrayList<>();
  private final List<Fields> signers = new ArrayList<>();
  private final List<Fields> withdrawn = new ArrayList<>();

  private SiteStatement(long number) {
    fields
        .put("format", "pump-bridge-site-1")
        .put("purpose", "site")
        .put("hospital", HOSPITAL)
        .put("number", number)
        .put("issued_at", FixedClock.NOW.minusSeconds(7200))
        .put("reason", "for the test");
  }

  public static SiteStatement number(long number) {
    return new SiteStatement(number);
  }

  /** Two people of the hospital, below one authority. */
  public record People(Identity author, Identity approver) {
    public static People below(Authority authority) {
      return new People(
          authority.issue(SignedFile.person("Ada of " + authority.name(), SignerRole.SITE_AUTHOR)),
          authority.issue(
              SignedFile.person("Ben of " + authority.name(), SignerRole.SITE_APPROVER)));
    }

    /** Signs whatever it is. */
    public Bytes sign(String content) {
      return SignedFile.of(content).by(author).by(approver).bytes();
    }
  }

  public SiteStatement server(Authority authority) {
    server.add(anchor(authority).build());
    return this;
  }

  public SiteStatement serverUntil(Authority authority, Instant until) {
    server.add(anchor(authority).put("until", until).build());
    return this;
  }

  public SiteStatement signers(Authority authority) {
    signers.add(anchor(authority).build());
    return this;
  }

  public SiteStatement signersUntil(Authority authority, Instant until) {
    signers.add(anchor(authority).put("until", until).build());
    return this;
  }

  public SiteStatement withdrawing(Fields one) {
    withdrawn.add(one);
    return this;
  }

  /** Any other field, or one of these otherwise. */
  public SiteStatement with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  public SiteStatement with(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  public SiteStatement with(String name, long value) {
    fields.put(name, value);
    return this;
  }

  private static Fields.Builder anchor(Authority authority) {
    return Fields.builder().put("certificate", Authority.pem(authority.certificate()));
  }

  public String text() {
    fields.put("anchors", Fields.builder().put("server", server).put("signers", signers).build());
    if (!withdrawn.isEmpty()) {
      fields.put("withdrawn", withdrawn);
    }
    return fields.build().toString();
  }

  public Bytes by(People people) {
    return people.sign(text());
  }
}
