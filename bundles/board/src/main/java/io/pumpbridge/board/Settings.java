// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import java.nio.file.Path;

/**
 * @param board name of a board file; empty for a gateway without lights and switch
 */
record Settings(String board) {

  /**
   * A name that is not known is a problem to report, no reason to stay away: pumps are followed
   * without lights too.
   */
  Lines.Opener opener() {
    return () -> {
      if (board.isEmpty()) {
        throw new LineException("No board is configured.");
      }
      return Pi4jLines.open(BoardFile.load(board), Path.of("/dev"));
    };
  }
}
