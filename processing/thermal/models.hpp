#pragma once

#include <cstddef>
#include <span>

namespace nightjar {

/// The network in models/, built into the library, so that a program needs no file beside it. ONNX bytes,
/// valid for ever; its card stands beside it in models/.
[[nodiscard]] std::span<const std::byte> body_reader_model();

}  // namespace nightjar
