// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListFolderTest {
  private static final Authority ROOT = Authority.root("hospital root");

  @TempDir Path folder;

  private void put(String name, Duration age) throws IOException {
    Revocation when = new Revocation(NOW.minus(age), NOW.plus(Duration.ofDays(7)));
    Files.write(folder.resolve(name), Base64.getDecoder().decode(when.list(ROOT)));
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() {
    ListFolder.Found found = new ListFolder(folder.resolve("nowhere")).load();
    assertThat(found.lists()).isEmpty();
    assertThat(found.unreadable()).isEmpty();
  }

  @Test
  void aFileThatCannotBeReadIsSaidAndKeepsNoOtherOut() throws Exception {
    put("a.crl", Duration.ofDays(1));
    Files.writeString(folder.resolve("b.crl"), "no list");
    Files.writeString(folder.resolve("notes.txt"), "not looked at");
    ListFolder.Found found = new ListFolder(folder).load();
    assertThat(found.lists()).hasSize(1);
    assertThat(found.unreadable()).singleElement().asString().contains("b.crl cannot be read");
  }

  @Test
  void aListCountsByEachNameThatListsGoBy() throws Exception {
    put("a.crl", Duration.ofDays(1));
    put("b.pem", Duration.ofDays(1));
    put("c.der", Duration.ofDays(1));
    assertThat(new ListFolder(folder).load().lists()).hasSize(3);
  }

  @Test
  void whatHasChangedIsReadAnewAndWhatHasNotIsNot() throws Exception {
    ListFolder lists = new ListFolder(folder);
    put("a.crl", Duration.ofDays(2));
    put("b.crl", Duration.ofDays(2));
    ListFolder.Found first = lists.load();
    Path aside = folder.resolve("aside");
    put("aside", Duration.ofDays(1));
    Files.move(aside, folder.resolve("a.crl"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    ListFolder.Found second = lists.load();
    assertThat(second.lists().get(0)).isNotEqualTo(first.lists().get(0));
    assertThat(second.lists().get(1)).isSameAs(first.lists().get(1));
    Files.delete(folder.resolve("b.crl"));
    assertThat(lists.load().lists()).hasSize(1);
  }

  @Test
  void tooManyAndTooLargeFilesAreLeftOut() throws Exception {
    Files.write(folder.resolve("huge.crl"), new byte[ListFolder.MAX_LIST_BYTES + 1]);
    for (int i = 0; i < 40; i++) {
      put("list-" + i + ".crl", Duration.ofDays(1));
    }
    ListFolder.Found found = new ListFolder(folder).load();
    assertThat(found.lists()).hasSizeBetween(31, 32);
    assertThat(String.join(" ", found.unreadable())).contains("more than 32 files");
  }
}
