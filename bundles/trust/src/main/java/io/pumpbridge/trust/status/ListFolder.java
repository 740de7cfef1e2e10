// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of revocation lists, {@code *.crl}, {@code *.pem} and {@code *.der}. What cannot be
 * read is left out and said: a list that is missing makes certificates unknown, never good.
 */
public final class ListFolder {
  /** The largest list that is read. At some 37 bytes an entry it names 28 000 certificates. */
  public static final int MAX_LIST_BYTES = 1024 * 1024;

  /**
   * Which files of a folder count as lists; the launcher's {@code AnchorsFolder} takes the same.
   */
  public static final String FILES = "*.{crl,pem,der}";

  private static final int MAX_FILES = 32;
  private static final int MAX_FOLDER_BYTES = 4 * MAX_LIST_BYTES;

  private final Path folder;
  private Map<Path, Read> before = Map.of();

  public ListFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What is in the folder.
   *
   * @param unreadable a sentence for each file that was left out
   */
  public record Found(List<X509CRL> lists, List<String> unreadable) {
    public Found {
      lists = List.copyOf(lists);
      unreadable = List.copyOf(unreadable);
    }
  }

  /** One file, and by what it is recognised: reading a large list takes a while. */
  private record Read(FileTime modified, long size, @Nullable Object key, List<X509CRL> lists) {
    private boolean isOf(BasicFileAttributes file) {
      return modified.equals(file.lastModifiedTime())
          && size == file.size()
          && file.fileKey() != null
          && file.fileKey().equals(key);
    }
  }

  /** The lists that could be read, by the file that holds them. */
  synchronized Map<Path, List<X509CRL>> byFile() {
    var unused = load();
    Map<Path, List<X509CRL>> lists = new TreeMap<>();
    before.forEach((file, read) -> lists.put(file, read.lists()));
    return lists;
  }

  /** Reads anew what has changed, so that a list counts as soon as it lies there. */
  public synchronized Found load() {
    Map<Path, Read> now = new HashMap<>();
    List<X509CRL> lists = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    long room = MAX_FOLDER_BYTES;
    for (Path file : files(unreadable)) {
      try {
        Read read = read(file, room);
        now.put(file, read);
        lists.addAll(read.lists());
        room -= read.size();
      } catch (IOException | CRLException e) {
        unreadable.add(file + " cannot be read as a revocation list: " + e.getMessage() + ".");
      }
    }
    before = now;
    return new Found(lists, unreadable);
  }

  private List<Path> files(List<String> unreadable) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, FILES)) {
      for (Path entry : entries) {
        if (files.size() == MAX_FILES) {
          unreadable.add(
              folder + " holds more than " + MAX_FILES + " files; the rest is left out.");
          break;
        }
        files.add(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      unreadable.add(folder + " cannot be read: " + e.getMessage() + ".");
    }
    Collections.sort(files);
    return files;
  }

  private Read read(Path file, long room) throws IOException, CRLException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.size() > Math.min(room, MAX_LIST_BYTES)) {
      throw new IOException(
          "it is larger than "
              + MAX_LIST_BYTES
              + " bytes, or all together than "
              + MAX_FOLDER_BYTES);
    }
    Read known = before.get(file);
    if (known != null && known.isOf(attributes)) {
      return known;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_LIST_BYTES);
      return new Read(
          attributes.lastModifiedTime(),
          attributes.size(),
          attributes.fileKey(),
          ListFile.read(content).lists());
    }
  }
}
