#pragma once

namespace nightjar {

/// Whether the kernel says that something keeps this machine's clock.
[[nodiscard]] bool clock_is_synchronised();

}  // namespace nightjar
