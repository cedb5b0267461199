process.stdout.write(`${process.env["KMSPOL_VERSION"] ?? ""}\n`);
