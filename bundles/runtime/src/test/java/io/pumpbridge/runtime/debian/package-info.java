// SPDX-License-Identifier: Apache-2.0
/** The Debian packages that the build has just packed, read as dpkg would read them. */
package io.pumpbridge.runtime.debian;
