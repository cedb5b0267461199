variable "who" {
  default = "App"
}

variable "env" {
  type    = string
  default = "prod"
}

variable "number" {
  type    = number
  default = 111122223333
}

variable "ids" {
  type    = list(string)
  default = ["a", "b", "a"]
}

variable "numbers" {
  type    = list(string)
  default = [1, 2]
}

variable "set" {
  type    = set(string)
  default = ["z", "y", "z"]
}

variable "map" {
  type    = map(string)
  default = { two = "b", one = "a" }
}

variable "object" {
  type    = object({ name = string, tags = optional(list(string), ["t"]), role = optional(string) })
  default = { name = "n" }
}

variable "objects" {
  type    = list(object({ name = string, on = bool }))
  default = [{ name = "x", on = true }, { name = "y", on = false }]
}

variable "open" {
  type = string
}

variable "empty" {
  type    = list(string)
  default = []
}

locals {
  names   = ["App", "Ops"]
  account = "111122223333"
  prefix  = "arn:aws:iam::${local.account}:role"
  teams   = { ops = ["o1"], dev = ["d1", "d2"] }
  signs   = "a$${b}%%{c}\"d\u00e9\t"
  open    = { name = var.open, list = ["q", var.open] }
  lines   = <<-EOT
    one
      two
    ${local.account}
  EOT
}
