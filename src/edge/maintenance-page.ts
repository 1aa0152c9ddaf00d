/** The default maintenance page: small, self-contained, light or dark by the visitor's preference. */
export const defaultPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Closed for maintenance</title>
<style>
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1.125rem/1.6 system-ui, sans-serif }
main { max-width: 32rem; padding: 2rem }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.25 }
p { margin: 0; opacity: .8 }
</style>
</head>
<body>
<main>
<h1>We will be back soon</h1>
<p>The shop is closed for maintenance. Nothing is lost. Please try again in a few minutes.</p>
</main>
</body>
</html>
`
