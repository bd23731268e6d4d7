#pragma once

#include <string>

#include "tests/alerts/own_namespaces.hpp"

namespace nightjar {

/// The loopback of this process's own network namespace, as a link that can be slow, lossy and cut.
class MadeLink {
 public:
  /// Sets it up, as fast as the machine. Why it cannot; empty: it is there.
  std::string set_up() {
    if (!shell("tc -V && nft --version")) return "iproute2 or nftables is not installed";
    if (!shell("ip link set lo up mtu 1500 gso_max_segs 1")) return "the loopback cannot be set up";
    if (!shell("nft 'add table inet link; add chain inet link in { type filter hook input priority 0; }'"))
      return "nft is not permitted";
    return {};
  }

  /// 64 kbit/s, 2 % loss.
  bool make_rural() {
    always_ = "add rule inet link in numgen random mod 100 < 2 drop";
    return shell("tc qdisc add dev lo root tbf rate 64kbit burst 3000 latency 2s") && mend();
  }

  /// Nothing comes through, and nobody is told.
  bool cut() { return shell("nft 'insert rule inet link in drop'"); }
  bool mend() { return shell("nft 'flush chain inet link in; " + always_ + "'"); }

 private:
  std::string always_;
};

}  // namespace nightjar
